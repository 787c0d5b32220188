//! The process itself, as Linux tells it in `/proc/self`; nothing on other systems.

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;

/// Clock ticks in a second: what Linux shows to programs is 100 on every architecture we build for.
const TICKS_PER_SECOND: f64 = 100.0;

/// Reads `/proc/self` whenever the metrics are written.
#[derive(Debug)]
pub struct Process;

impl Collector for Process {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let memory = [
            ("process_resident_memory_bytes", "Memory in use", "VmRSS:"),
            (
                "process_resident_memory_max_bytes",
                "Most memory in use so far",
                "VmHWM:",
            ),
            (
                "process_virtual_memory_bytes",
                "Address space in use",
                "VmSize:",
            ),
        ];
        for (name, help, key) in memory {
            if let Some(bytes) = bytes_of(&status, key) {
                let gauge = ConstGauge::new(bytes);
                gauge.encode(encoder.encode_descriptor(
                    name,
                    help,
                    None,
                    gauge.metric_type(),
                )?)?;
            }
        }
        let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
        if let Some(seconds) = cpu_seconds(&stat) {
            let counter = ConstCounter::new(seconds);
            counter.encode(encoder.encode_descriptor(
                "process_cpu_seconds",
                "Processor time used",
                None,
                counter.metric_type(),
            )?)?;
        }
        if let Ok(files) = std::fs::read_dir("/proc/self/fd") {
            let gauge = ConstGauge::new(files.count() as u64);
            gauge.encode(encoder.encode_descriptor(
                "process_open_fds",
                "Open files and connections",
                None,
                gauge.metric_type(),
            )?)?;
        }
        Ok(())
    }
}

/// The value of a line `key  1234 kB`, in bytes.
fn bytes_of(status: &str, key: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(key))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

/// User and system time: fields 14 and 15, counted after the program's name, which may hold spaces.
fn cpu_seconds(stat: &str) -> Option<f64> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some((user + system) as f64 / TICKS_PER_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_and_time_are_read() {
        let status = "Name:\twenda\nVmSize:\t  200000 kB\nVmRSS:\t   51200 kB\n";
        assert_eq!(bytes_of(status, "VmRSS:"), Some(52_428_800));
        assert_eq!(bytes_of(status, "VmHWM:"), None);
        let stat = "7 (we) nda) S 1 7 7 0 -1 4194560 900 0 0 0 250 50 0 0 20 0 5 0 100 1 1 1";
        assert_eq!(cpu_seconds(stat), Some(3.0));
        assert_eq!(cpu_seconds(""), None);
    }
}
