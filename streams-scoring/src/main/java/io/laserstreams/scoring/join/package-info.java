/** Joins served slates with the user's feedback into training samples. */
package io.laserstreams.scoring.join;
