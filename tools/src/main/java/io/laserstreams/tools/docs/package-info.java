/** The documents that are generated from the code. */
package io.laserstreams.tools.docs;
