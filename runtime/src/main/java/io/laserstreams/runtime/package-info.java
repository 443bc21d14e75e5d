/** What every app needs around its logic; an app as those who run it see it. */
package io.laserstreams.runtime;
