/** Damages records, and checks that codecs survive it. */
package io.laserstreams.fuzzing;
