/** What an exception means to the person who runs the app or the command, in one sentence. */
package io.laserstreams.runtime.failure;
