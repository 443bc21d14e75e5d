/** Apps that run together in this JVM, and the signal that stops them. */
package io.laserstreams.tools.apps;
