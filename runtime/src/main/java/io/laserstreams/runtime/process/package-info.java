/** Runs an app as a process: command line, signals, exit codes. */
package io.laserstreams.runtime.process;
