/**
 * The {@code laser} command: a class for each subcommand, which parses options and calls a tool.
 */
package io.laserstreams.cli;
