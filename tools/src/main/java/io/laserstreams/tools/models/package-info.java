/** {@code laser models}: what operators do with the models of a living system. */
package io.laserstreams.tools.models;
