use super::super::list::{LEAF, List};
use super::super::live::Live;
use super::super::windows::Window;

fn window(nth: usize) -> Window {
    Window {
        segment: 1,
        offset: u32::try_from(nth).unwrap(),
        live: Live::ALL,
    }
}

#[track_caller]
fn check(list: &List, model: &[Window]) {
    assert_eq!(list.len(), model.len());
    assert_eq!(list.last(), model.last().copied());
    assert!(list.iter().eq(model.iter().copied()));
    for (place, window) in model.iter().enumerate() {
        assert_eq!(list.at(place), *window);
        assert_eq!(list.get(place), Some(*window));
    }
    assert_eq!(list.get(model.len()), None);
}

#[test]
fn windows_are_taken_away_in_the_reverse_of_their_order() {
    let (mut list, mut model) = (List::default(), Vec::new());
    for nth in 0..8 * LEAF + 3 {
        list.push(window(nth));
        model.push(window(nth));
        check(&list, &model);
    }
    let snapshot = (list.clone(), model.clone());
    while let Some(last) = model.pop() {
        assert_eq!(list.pop(), Some(last));
        check(&list, &model);
    }
    assert_eq!(list.pop(), None);
    check(&snapshot.0, &snapshot.1);
}

#[test]
fn windows_that_were_taken_away_make_room_for_others() {
    let (mut list, mut model) = (List::default(), Vec::new());
    for nth in 0..200 {
        list.push(window(nth));
        model.push(window(nth));
        if nth % (5 * LEAF) == 0 {
            for _ in 0..nth / 2 {
                assert_eq!(list.pop(), model.pop());
            }
        }
        check(&list, &model);
    }
}

#[test]
fn a_range_is_read_from_both_ends_leaf_by_leaf() {
    let mut list = List::default();
    let model: Vec<Window> = (0..3 * LEAF + 2).map(window).collect();
    for window in &model {
        list.push(*window);
    }
    for start in 0..=model.len() {
        for end in start..=model.len() {
            let range = &model[start..end];
            let (head, tail) = (list.start_of(start..end), list.end_of(start..end));
            assert!(range.starts_with(head) && range.ends_with(tail));
            assert_eq!(head.is_empty() || tail.is_empty(), range.is_empty());
        }
    }
}

#[test]
fn memory_counts_each_window_and_what_leads_to_it() {
    let mut list = List::default();
    for nth in 0..20 * LEAF {
        list.push(window(nth));
    }
    let leaf = LEAF * size_of::<Window>() + 2 * size_of::<usize>();
    assert!(list.bytes() >= 20 * leaf);
}
