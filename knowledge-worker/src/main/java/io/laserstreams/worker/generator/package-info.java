/** Writes texts about users and items: by a template, from a file, or with a language model. */
package io.laserstreams.worker.generator;
