use super::super::spine::Spine;

#[track_caller]
fn check(spine: &Spine<usize>, model: &[usize]) {
    assert_eq!(spine.len(), model.len());
    assert!(spine.iter().eq(model));
    for (place, thing) in model.iter().enumerate() {
        assert_eq!(spine.get(place), Some(thing));
    }
    assert_eq!(spine.get(model.len()), None);
}

#[test]
fn what_is_taken_away_makes_room_for_others() {
    let (mut spine, mut model) = (Spine::default(), Vec::new());
    let mut snapshots = Vec::new();
    for nth in 0..200 {
        spine.push(nth);
        model.push(nth);
        if nth % 40 == 0 {
            snapshots.push((spine.clone(), model.clone()));
            for _ in 0..nth / 2 {
                assert_eq!(spine.pop().map(|thing| thing.0), model.pop());
            }
        }
        check(&spine, &model);
    }
    while let Some(last) = model.pop() {
        assert_eq!(spine.pop().map(|thing| thing.0), Some(last));
        check(&spine, &model);
    }
    assert!(spine.pop().is_none());
    for (spine, model) in snapshots {
        check(&spine, &model);
        assert!(spine.into_iter().eq(model));
    }
}

#[test]
fn a_clone_shares_all_but_what_is_written() {
    let mut spine = Spine::default();
    for nth in 0..50 {
        spine.push(nth);
    }
    let snapshot = spine.clone();
    for written in [0, 7, 48, 49] {
        assert!(!spine.is_unique(written));
        *spine.get_mut(written).unwrap() += 100;
        assert!(spine.is_unique(written));
    }
    assert_eq!(spine.get_mut(50), None);
    let mut place = 0;
    let mut apart = Vec::new();
    while place < 50 {
        match spine.n_shared(&snapshot, place) {
            0 => {
                apart.push(place);
                place += 1;
            }
            n => place += n,
        }
    }
    assert_eq!(apart, [0, 7, 48, 49]);
    assert!(snapshot.iter().copied().eq(0..50));
}

#[test]
fn memory_counts_each_thing_and_what_leads_to_it() {
    let mut spine = Spine::default();
    for nth in 0..60 {
        spine.push(nth);
    }
    assert!(spine.bytes() >= 60 * (size_of::<usize>() + size_of::<usize>()));
}
