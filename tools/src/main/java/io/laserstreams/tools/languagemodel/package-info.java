/** Fetches a language model, and tries it. */
package io.laserstreams.tools.languagemodel;
