//! Rows inserted together: many by one statement with a column in each value, a single one without that effort.

use crate::store::postgres::connection::session::Batch;
use crate::store::postgres::connection::value::Value;

/// A column and its type.
pub(crate) type Column<'c> = (&'c str, &'c str);

impl<'a> Batch<'a> {
    /// Inserts so many rows in their order. `values` are the columns; `then` stands behind the statement.
    pub(crate) fn insert(
        &mut self,
        table: &str,
        columns: &[Column<'_>],
        rows: usize,
        values: Vec<Value<'a>>,
        then: &str,
    ) {
        let sql = insert(table, columns, rows == 1, then);
        match rows {
            0 => {}
            1 => self.add(sql, values.into_iter().map(Value::first)),
            _ => self.add(sql, values),
        }
    }
}

/// The statement that inserts one row, or many that come as columns.
pub(crate) fn insert(table: &str, columns: &[Column<'_>], is_single: bool, then: &str) -> String {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let names = names.join(", ");
    let places = columns.iter().enumerate();
    if is_single {
        let places: Vec<String> = places.map(|(at, _)| format!("${}", at + 1)).collect();
        return format!(
            "INSERT INTO {table} ({names}) VALUES ({}) {then}",
            places.join(", ")
        );
    }
    let places = places.map(|(at, (_, kind))| format!("${}::{kind}[]", at + 1));
    let places: Vec<String> = places.collect();
    format!(
        "INSERT INTO {table} ({names}) SELECT {names} FROM unnest({}) \
         WITH ORDINALITY AS one({names}, place) ORDER BY place {then}",
        places.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_row_and_many() {
        let columns = [("a", "bigint"), ("b", "text")];
        assert_eq!(
            insert("t", &columns, true, "RETURNING a"),
            "INSERT INTO t (a, b) VALUES ($1, $2) RETURNING a"
        );
        assert_eq!(
            insert("t", &columns, false, ""),
            "INSERT INTO t (a, b) SELECT a, b FROM unnest($1::bigint[], $2::text[]) \
             WITH ORDINALITY AS one(a, b, place) ORDER BY place "
        );
    }
}
