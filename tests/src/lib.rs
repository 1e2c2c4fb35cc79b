//! Support for the tests: builders, fixtures and the player of visits.
