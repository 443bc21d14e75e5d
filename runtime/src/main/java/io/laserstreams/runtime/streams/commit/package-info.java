/**
 * Commits that come as soon as nothing is left to read, instead of at the end of an interval: what
 * somebody waits for is on its way at once, and under load commits still come by the interval.
 */
package io.laserstreams.runtime.streams.commit;
