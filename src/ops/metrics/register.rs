//! Metrics made and registered in one step; every name gets `wenda_` in front.

use std::sync::atomic::AtomicU64;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Metric, Registry, Unit};

/// Labels with their values, all from fixed lists.
pub type Labels<const N: usize> = [(&'static str, &'static str); N];
/// One counter for each set of labels.
pub type Counters<const N: usize> = Family<Labels<N>, Counter>;
/// A gauge that shows seconds.
pub type Seconds = Gauge<f64, AtomicU64>;

/// A family without any series yet.
pub fn family<S, M>(registry: &mut Registry, name: &str, help: &str) -> Family<S, M>
where
    Family<S, M>: Metric + Default + Clone,
{
    let family = Family::default();
    registry.register(format!("wenda_{name}"), help, family.clone());
    family
}

/// A family of counters.
pub fn counters<const N: usize>(registry: &mut Registry, name: &str, help: &str) -> Counters<N> {
    family(registry, name, help)
}

/// A counter at 0; its series is called `NAME_total`.
pub fn counter(registry: &mut Registry, name: &str, help: &str) -> Counter {
    let counter = Counter::default();
    registry.register(format!("wenda_{name}"), help, counter.clone());
    counter
}

/// A gauge at 0.
pub fn gauge(registry: &mut Registry, name: &str, help: &str) -> Gauge {
    let gauge = Gauge::default();
    registry.register(format!("wenda_{name}"), help, gauge.clone());
    gauge
}

/// A gauge of seconds at 0; its series is called `NAME_seconds`.
pub fn seconds(registry: &mut Registry, name: &str, help: &str) -> Seconds {
    let gauge = Seconds::default();
    registry.register_with_unit(format!("wenda_{name}"), help, Unit::Seconds, gauge.clone());
    gauge
}

/// An empty histogram of seconds with these upper bounds; called `NAME_seconds`.
pub fn histogram(registry: &mut Registry, name: &str, help: &str, buckets: &[f64]) -> Histogram {
    let histogram = Histogram::new(buckets.iter().copied());
    registry.register_with_unit(
        format!("wenda_{name}"),
        help,
        Unit::Seconds,
        histogram.clone(),
    );
    histogram
}
