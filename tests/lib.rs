//! What crosses rooms: conformance with the official engine and end-to-end sessions of the language server.
