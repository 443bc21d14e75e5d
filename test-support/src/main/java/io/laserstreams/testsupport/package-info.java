/**
 * What the tests of several rooms share: a registry in memory, a poller, a bench for topologies.
 */
package io.laserstreams.testsupport;
