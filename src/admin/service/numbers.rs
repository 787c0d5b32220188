//! `/stats`: the numbers in words, and a picture of the weeks.

use crate::admin as pure;
use crate::admin::Period;
use crate::admin::service::AdminRequest;
use crate::admin::wording;
use crate::conversation::Turn;
use crate::model::reply::{Delivery, Reply};
use crate::store::StoreError;

/// How many questions are counted at most, the latest: about what a busy group asks in a year.
pub const QUESTIONS: u32 = 500_000;

impl AdminRequest<'_> {
    pub(crate) fn numbers(&self, wanted: Option<&str>) -> Result<Turn, StoreError> {
        let period = wanted.and_then(Period::from_words).unwrap_or_default();
        let now = self.incoming.at_seconds;
        let memory = self.assistant.memory();
        let asked = memory.asked(pure::needed_since(now), QUESTIONS)?;
        let asked = pure::without_trials(asked, memory.person_key(), &self.service.admins);
        let knowledge = self.assistant.knowledge();
        let topic = |id: &_| {
            let topic = knowledge.entry(id)?.topic.as_ref()?;
            topic.get_or_other(self.language).map(str::to_owned)
        };
        let accepted = self.assistant.settings().accepted();
        let numbers = pure::numbers(&asked, period, now, accepted, topic);
        let said = wording::numbers(self.language, period, &numbers);
        let mut turn = self.say((said, Vec::new()));
        // Without a question in twelve weeks there is nothing to see.
        if numbers.weeks.iter().any(|week| week.counts.questions > 0) {
            match pure::chart(&numbers.weeks) {
                Ok(png) => turn.replies.push(Reply::new(
                    Delivery::Photo {
                        reply_to: None,
                        png,
                    },
                    wording::picture(self.language, &numbers),
                )),
                Err(error) => log::warn!(error:% = error; "cannot draw the chart"),
            }
        }
        Ok(turn)
    }
}
