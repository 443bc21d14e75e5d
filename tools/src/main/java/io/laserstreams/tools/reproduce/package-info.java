/** {@code laser reproduce}: trainings for a comparison of models with published figures. */
package io.laserstreams.tools.reproduce;
