/** The life cycle that all apps share: start, wait, run, fail, close. */
package io.laserstreams.runtime.app;
