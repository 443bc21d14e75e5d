/** {@code laser explain}: scores a logged impression again and reports what moved the score. */
package io.laserstreams.tools.explain;
