//! What is told unasked, and when: a moment of each week, such as `Mon 9:00 Asia/Shanghai`.
//!
//! Pure: the moment that it is compared with comes in.

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use crate::conversation::{day_of_week, minutes};

/// What is told unasked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Unasked {
    /// When the digest of a week is told; `None` for never.
    pub digest: Option<Weekly>,
    /// How many people must ask the same within an hour; `None` tells of none.
    pub alert: Option<usize>,
}

/// A day of the week and a time, by the clock of a zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Weekly {
    /// From 0 for Monday.
    day: usize,
    /// Minutes since midnight.
    at: u16,
    zone: TimeZone,
}

impl Weekly {
    /// Reads it as an operator writes it.
    ///
    /// # Errors
    /// What cannot be read, in words.
    pub fn parse(text: &str) -> Result<Weekly, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let [day, time, zone] = words.as_slice() else {
            return Err("a day, a time and a time zone are wanted".to_owned());
        };
        let day_of = |name: &str| day_of_week(&name.to_lowercase());
        let at = minutes(&time.replace('：', ":")).filter(|at| *at < 24 * 60);
        Ok(Weekly {
            day: day_of(day).ok_or_else(|| format!("`{day}` is no day of the week"))?,
            at: at.ok_or_else(|| format!("`{time}` is no time of the day"))?,
            zone: TimeZone::get(zone).map_err(|_| format!("`{zone}` is no time zone"))?,
        })
    }

    /// The latest such moment that is not after `at_seconds` (Unix).
    pub fn latest(&self, at_seconds: i64) -> Option<i64> {
        let now = Timestamp::from_second(at_seconds).ok()?;
        let mut date = now.to_zoned(self.zone.clone()).date();
        for _ in 0..=7 {
            if date.weekday().to_monday_zero_offset() as usize == self.day {
                let (hour, minute) = (self.at / 60, self.at % 60);
                let time = Time::new(hour.try_into().ok()?, minute.try_into().ok()?, 0, 0).ok()?;
                let zoned = date.to_datetime(time).to_zoned(self.zone.clone()).ok()?;
                let moment = zoned.timestamp().as_second();
                if moment <= at_seconds {
                    return Some(moment);
                }
            }
            date = date.yesterday().ok()?;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_second()
    }

    #[test]
    fn the_latest_moment_is_that_of_this_week_or_the_last() {
        // 28 November 2026 is a Saturday; Shanghai is eight hours ahead.
        for (text, now, expected) in [
            (
                "Sat 9:00 UTC",
                "2026-11-28T09:00:00Z",
                "2026-11-28T09:00:00Z",
            ),
            (
                "Sat 9:00 UTC",
                "2026-11-28T08:59:59Z",
                "2026-11-21T09:00:00Z",
            ),
            (
                "sunday 9 UTC",
                "2026-11-28T09:00:00Z",
                "2026-11-22T09:00:00Z",
            ),
            (
                "周一 9：30 Asia/Shanghai",
                "2026-11-28T09:00:00Z",
                "2026-11-23T01:30:00Z",
            ),
            // Berlin set its clocks back on 25 October.
            (
                "Mon 9:00 Europe/Berlin",
                "2026-10-27T00:00:00Z",
                "2026-10-26T08:00:00Z",
            ),
        ] {
            let weekly = Weekly::parse(text).unwrap();
            assert_eq!(weekly.latest(at(now)), Some(at(expected)), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (text, named) in [
            ("Mon 9:00", "time zone are wanted"),
            ("Monn 9:00 UTC", "Monn"),
            ("Mon 25:00 UTC", "25:00"),
            ("Mon 24:00 UTC", "24:00"),
            ("Mon 9:00 Mars/Olympus", "Mars/Olympus"),
        ] {
            let error = Weekly::parse(text).unwrap_err();
            assert!(error.contains(named), "{text}: {error}");
        }
    }
}
