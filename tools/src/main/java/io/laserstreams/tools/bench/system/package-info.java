/** A cluster, processes under test, and the traffic between them. */
package io.laserstreams.tools.bench.system;
