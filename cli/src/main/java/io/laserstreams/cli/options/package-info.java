/** Groups of options that commands mix in, and their converters. */
package io.laserstreams.cli.options;
