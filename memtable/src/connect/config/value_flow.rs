use crate::connect::config::built_in::INFERRED;
use crate::connect::config::ends::Ends;
use crate::connect::config::flow::{Flow, Ran, request};
use crate::connect::config::page::Problem;
use crate::connect::convert::{Conversion, check_fits};
use crate::connect::copy::told_by_places;
use crate::connect::{Batches, Destination, ReadRequest, Source};
use crate::error::Error;
use crate::io::Discards;
use crate::record::ValueRow;
use crate::schema::Schema;

/// Rows of values: they go between any two ends.
struct ValueFlow<'a> {
    ends: Ends<'a>,
    source: Box<dyn Source<Row = ValueRow>>,
    destination: Box<dyn Destination<Row = ValueRow>>,
    request: ReadRequest,
    /// What the destination's rows are.
    schema: Schema,
    /// Whether the source's are others.
    is_converted: bool,
    discards: Discards,
}

/// The flow of values between the ends.
pub(super) fn flow<'a>(ends: &Ends<'a>) -> Result<Option<Box<dyn Flow + 'a>>, Error> {
    let wanted = ends.wanted()?;
    if let Some(wanted) = &wanted {
        ends.check_columns(wanted)?;
    }
    let discards = Discards::default();
    let (source, known) = source(ends, wanted.as_ref(), &discards)?;
    let schema = match (wanted, &known) {
        (Some(wanted), _) => wanted,
        (None, known) => ends.picked(known.as_ref().unwrap_or(&source.schema()?))?,
    };
    let is_converted = known
        .as_ref()
        .is_some_and(|known| known.columns != schema.columns);
    if let Some(known) = known.filter(|_| is_converted && ends.validates()) {
        check_fits(&ends.picked(&known)?, &schema)?;
    }
    Ok(Some(Box::new(ValueFlow {
        request: request(source.request(), ends.step),
        destination: ends.destination(&schema)?,
        ends: *ends,
        source,
        schema,
        is_converted,
        discards,
    })))
}

/// The source, and what its rows are where they are not what the destination wants.
#[expect(clippy::type_complexity, reason = "two things that are found together")]
fn source(
    ends: &Ends<'_>,
    wanted: Option<&Schema>,
    discards: &Discards,
) -> Result<(Box<dyn Source<Row = ValueRow>>, Option<Schema>), Error> {
    let known = ends.known()?;
    if let Some(schema) = wanted.or(known.as_ref()) {
        return Ok((ends.source(schema, discards)?, known));
    }
    for infer in INFERRED {
        if let Some(source) = infer(ends)? {
            let schema = source.schema()?;
            return Ok((source, Some(schema)));
        }
    }
    let message = format!(
        "neither `{}` nor `{}` knows its columns: read into a table that the store has, and write that",
        ends.step.from, ends.step.to
    );
    let problem = Problem::at(ends.step.options.name.place, message);
    let problem = problem.help("with the feature `dynamic`, the columns of a file are inferred");
    Err(ends.connectors.page.error(vec![problem]))
}

impl Flow for ValueFlow<'_> {
    fn run(&self, on_read: &mut dyn FnMut(usize)) -> Result<Ran, Error> {
        self.source.check()?;
        self.destination.check()?;
        on_read(0);
        let mut n_read = 0;
        let batches = self.source.read(&self.request)?;
        let places = batches.places().filter(|_| !self.is_converted);
        let batches = batches.inspect(|batch| {
            n_read += batch.as_ref().map_or(0, Vec::len);
            on_read(n_read);
        });
        let batches = self.converted(Batches::new(batches));
        let written = self.destination.write(batches, &self.destination.request());
        let written = written.map_err(|error| told_by_places(error, places))?;
        let discarded = self.discards.take();
        let n_unread = if self.is_converted {
            0
        } else {
            discarded.n_rows
        };
        Ok(Ran {
            read: n_read + n_unread,
            written,
            rejected: discarded.n_rows,
            faults: discarded.faults,
        })
    }
}

impl ValueFlow<'_> {
    /// The rows as the destination's.
    fn converted<'b>(&'b self, batches: Batches<'b, ValueRow>) -> Batches<'b, ValueRow> {
        if !self.is_converted {
            return batches;
        }
        Batches::new(batches.map(move |batch| {
            let from = self.source.schema()?;
            let mut conversion = Conversion::new(&from, &self.schema);
            let discards = self.discards.clone();
            conversion.rows = conversion.rows.under(self.ends.contract, discards);
            let rows = batch?;
            let rows = rows
                .into_iter()
                .filter_map(|row| conversion.row(row.into_iter()))
                .collect();
            conversion.check(&self.ends.step.from)?;
            Ok(rows)
        }))
    }
}
