//! Addresses of a page: whole ones stay, relative ones need the address of the page.

use url::Url;

/// Resolves addresses and remembers what could not be resolved.
#[derive(Debug, Default)]
pub(in crate::import_export) struct Links {
    base: Option<Url>,
    /// Lines and addresses that stay as words without a link.
    pub(in crate::import_export) lost: Vec<(usize, String)>,
}

impl Links {
    /// `file` is the page's path below the folder that `base` stands for.
    pub(in crate::import_export) fn new(base: Option<&Url>, file: &str) -> Links {
        let base = base.and_then(|base| base.join(file.trim_start_matches("./")).ok());
        Links {
            base,
            lost: Vec::new(),
        }
    }

    /// A whole address; a bare one (mail, telephone) as text; `None` where only words remain.
    pub(in crate::import_export) fn resolve(&mut self, address: &str) -> Option<String> {
        self.resolve_at(address, 0)
    }

    pub(in crate::import_export) fn resolve_at(
        &mut self,
        address: &str,
        line: usize,
    ) -> Option<String> {
        let address = address.trim();
        let lower = address.to_lowercase();
        if address.is_empty() || address.starts_with('#') || lower.starts_with("javascript:") {
            return None;
        }
        if lower.starts_with("http://")
            || lower.starts_with("https://")
            || lower.starts_with("tg://")
        {
            return Some(address.to_owned());
        }
        if let Some(bare) = ["mailto:", "tel:", "sms:"]
            .iter()
            .find(|scheme| lower.starts_with(**scheme))
            .map(|scheme| &address[scheme.len()..])
        {
            return Some(bare.split('?').next().unwrap_or(bare).to_owned());
        }
        if address.starts_with("//") {
            return Some(format!("https:{address}"));
        }
        let data = lower.starts_with("data:");
        match self
            .base
            .as_ref()
            .filter(|_| !data)
            .and_then(|base| base.join(address).ok())
        {
            Some(url) => Some(url.to_string()),
            None => {
                let shown = if data {
                    "a picture within the page".to_owned()
                } else {
                    address.to_owned()
                };
                if line > 0 && !self.lost.contains(&(line, shown.clone())) {
                    self.lost.push((line, shown));
                }
                None
            }
        }
    }
}
