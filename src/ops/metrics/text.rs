//! OpenMetrics text -> the text form that Prometheus had before it (version 0.0.4).
//!
//! The forms differ in how counters and infos are named in their headers, in `# UNIT` and in the
//! closing `# EOF`; samples are the same.

/// The same metrics in the older form.
pub fn to_prometheus(open_metrics: &str) -> String {
    let mut out = String::with_capacity(open_metrics.len());
    // The header lines HELP, TYPE and UNIT of a metric come in this order, and the older name
    // depends on the type, so HELP waits for TYPE.
    let mut help: Option<(&str, &str)> = None;
    for line in open_metrics.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            help = rest.split_once(' ');
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap_or((rest, "untyped"));
            let (suffix, kind) = match kind {
                "counter" => ("_total", "counter"),
                "info" => ("_info", "gauge"),
                "unknown" => ("", "untyped"),
                other => ("", other),
            };
            if let Some((_, words)) = help.take() {
                out.push_str(&format!("# HELP {name}{suffix} {words}\n"));
            }
            out.push_str(&format!("# TYPE {name}{suffix} {kind}\n"));
        } else if !line.starts_with('#') {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_change_and_samples_stay() {
        let open = "# HELP a Things.\n# TYPE a counter\na_total{k=\"v\"} 3\n# HELP b_seconds Age.\n\
                    # TYPE b_seconds gauge\n# UNIT b_seconds seconds\nb_seconds 1.5\n\
                    # HELP c Built.\n# TYPE c info\nc_info{version=\"1\"} 1\n# EOF\n";
        let older = "# HELP a_total Things.\n# TYPE a_total counter\na_total{k=\"v\"} 3\n\
                     # HELP b_seconds Age.\n# TYPE b_seconds gauge\nb_seconds 1.5\n\
                     # HELP c_info Built.\n# TYPE c_info gauge\nc_info{version=\"1\"} 1\n";
        assert_eq!(to_prometheus(open), older);
    }
}
