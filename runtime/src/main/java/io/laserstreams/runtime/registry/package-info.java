/** Waits for the schema registry and an app's schemas. */
package io.laserstreams.runtime.registry;
