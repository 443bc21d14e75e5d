/** The trainer app: its configuration, its health, and its start as a process. */
package io.laserstreams.trainer;
