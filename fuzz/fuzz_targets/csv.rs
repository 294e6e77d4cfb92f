#![no_main]

libfuzzer_sys::fuzz_target!(init: copydesk_fuzz::prepare(), |bytes: &[u8]| copydesk_fuzz::csv(bytes));
