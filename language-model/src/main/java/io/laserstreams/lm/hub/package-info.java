/** Fetches models from the Hugging Face hub, or whoever serves files in its layout. */
package io.laserstreams.lm.hub;
