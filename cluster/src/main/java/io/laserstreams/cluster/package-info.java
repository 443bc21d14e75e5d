/** An embedded broker and schema registry, for demonstrations and tests. */
package io.laserstreams.cluster;
