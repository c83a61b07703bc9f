use kernel::Refusal;
use ports::deliveries::{PlainColumn, PlainTable};

use super::ProfileRequest;
use crate::tables::missing_column;

/// The columns asked for: the input and the heading.
pub(super) struct Columns<'a> {
    asked: Vec<(&'static str, &'a str)>,
}

/// The columns of a table, each as what it was asked for.
pub(super) struct Found<'a> {
    pub(super) outcome: &'a PlainColumn,
    pub(super) group: &'a PlainColumn,
    pub(super) trials: Option<&'a PlainColumn>,
    pub(super) group2: Option<&'a PlainColumn>,
    pub(super) share: Option<&'a PlainColumn>,
    pub(super) weights: Option<&'a PlainColumn>,
    pub(super) expected: Option<&'a PlainColumn>,
    pub(super) covariates: Vec<&'a PlainColumn>,
}

impl<'a> Columns<'a> {
    /// Checks that the columns go together.
    pub(super) fn of(request: &ProfileRequest<'a>) -> Result<Self, Refusal> {
        let single = [
            ("outcome", Some(request.outcome)),
            ("group", Some(request.group)),
            ("trials", request.trials),
            ("group2", request.group2),
            ("share", request.share),
            ("weights", request.weights),
            ("expected", request.expected),
        ];
        let mut asked: Vec<(&'static str, &str)> =
            single.into_iter().filter_map(|(input, name)| Some((input, name?))).collect();
        let covariates = request.covariates.unwrap_or_default().split(',').map(str::trim);
        asked.extend(covariates.filter(|name| !name.is_empty()).map(|name| ("covariates", name)));
        if let Some((input, _)) = asked.iter().find(|(_, name)| name.trim().is_empty()) {
            return Err(Refusal::invalid(*input, format!("say which column is the {input}")));
        }
        if request.group2.is_some() != request.share.is_some() {
            return Err(Refusal::invalid(
                "share",
                "rows with two owners need both: --group2 for the second and --share for the share of the first",
            ));
        }
        Ok(Self { asked })
    }

    /// The headings to read.
    pub(super) fn names(&self) -> Vec<&'a str> {
        self.asked.iter().map(|(_, name)| *name).collect()
    }

    /// The columns of a table that was read with [`Self::names`].
    pub(super) fn found<'t>(&self, table: &'t PlainTable, file: &str) -> Result<Found<'t>, Refusal> {
        let mut columns = Vec::new();
        for ((input, name), column) in self.asked.iter().zip(&table.columns) {
            let column = column.as_ref().ok_or_else(|| missing_column(input, name, &table.headings, file))?;
            columns.push((*input, column));
        }
        for (place, (input, column)) in columns.iter().enumerate() {
            // What a row weighs may well explain how it ends.
            let twice = |(other, of): &&(&str, &PlainColumn)| {
                of.heading == column.heading && !matches!((*other, *input), ("weights", "covariates"))
            };
            if let Some((other, _)) = columns[..place].iter().find(twice) {
                let words =
                    format!("`{}` is asked for as {other} and as {input}; it can be one of them", column.heading);
                return Err(Refusal::invalid(*input, words));
            }
        }
        let one = |wanted: &str| columns.iter().find(|(input, _)| *input == wanted).map(|(_, column)| *column);
        let needed = |wanted: &str| one(wanted).ok_or_else(|| Refusal::invalid(wanted, format!("say the {wanted}")));
        Ok(Found {
            outcome: needed("outcome")?,
            group: needed("group")?,
            trials: one("trials"),
            group2: one("group2"),
            share: one("share"),
            weights: one("weights"),
            expected: one("expected"),
            covariates: columns.iter().filter(|(input, _)| *input == "covariates").map(|(_, column)| *column).collect(),
        })
    }
}
