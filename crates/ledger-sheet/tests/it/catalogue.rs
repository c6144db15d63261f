//! Every message with a file that brings it about.
