/** Versions of what is known about users, readable as of an event time. */
package io.laserstreams.scoring.user;
