/** {@code laser knowledge}: knowledge of a living system as files, and how complete it is. */
package io.laserstreams.tools.knowledge;
