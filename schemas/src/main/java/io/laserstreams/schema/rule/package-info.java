/**
 * The rules on what producers write, in one place for every app that reads it and every tool that
 * writes it: which event times are plausible, what an id may be, what an interaction must contain,
 * how large a slate and its context may be, which version counts.
 */
package io.laserstreams.schema.rule;
