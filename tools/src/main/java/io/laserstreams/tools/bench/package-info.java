/** The measurements of {@code laser bench}, one class each. */
package io.laserstreams.tools.bench;
