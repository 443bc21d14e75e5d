/** {@code laser replay}: a dataset through the apps, compared with offline evaluation. */
package io.laserstreams.tools.replay;
