/** Which answers of the knowledge workers are valid, and which of those become knowledge. */
package io.laserstreams.knowledge.answer;
