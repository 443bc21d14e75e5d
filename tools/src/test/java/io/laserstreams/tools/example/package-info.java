/** The example dataset in {@code docs/examples/podcasts}: its program and its tests. */
package io.laserstreams.tools.example;
