/** An app's meters, and the HTTP endpoint that serves them and the app's health. */
package io.laserstreams.runtime.metrics;
