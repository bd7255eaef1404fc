package io.flatness.metrics.volume;

import io.flatness.spi.About;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.Contents;
import io.flatness.spi.MetricFactory;
import java.util.List;

/** What this jar offers: how large the region of low loss is. */
public final class VolumeContents implements Contents {
    /** Found by {@link java.util.ServiceLoader}. */
    public VolumeContents() {}

    @Override
    public List<ComponentFactory<?>> components() {
        return List.of(
                MetricFactory.of(
                        "basin-log-volume",
                        About.of("Log of the Gaussian mass of the region where the loss rises by less than epsilon.")
                                .definition(
                                        "log of the mass that N(0, σ²I) gives to the star-shaped part of {L < L(θ) + ε}")
                                .source("the Gaussian prior mass of a basin; cf. radial estimators of basin volumes")
                                .cost("about 24 evaluations a ray"),
                        BasinLogVolumeParameters.class,
                        BasinLogVolume::new),
                MetricFactory.of(
                        "local-entropy",
                        About.of("Log of the integral of exp(-loss) under a Gaussian window around the point.")
                                .definition("log ∫ exp(−L(θ') − ½γ‖θ − θ'‖²) dθ'")
                                .source("Chaudhari et al. (2017), ICLR")
                                .cost("budget evaluations of the loss"),
                        LocalEntropyParameters.class,
                        LocalEntropy::new),
                MetricFactory.of(
                        "local-learning-coefficient",
                        About.of("How fast the volume of low loss shrinks with the loss: half the number of directions "
                                        + "that count.")
                                .definition("nβ (E[L(w)] − L(θ)) under the density ∝ exp(−nβ L(w) − ½γ‖w − θ‖²)")
                                .source("Lau et al. (2023); Watanabe (2013), J. Mach. Learn. Res. 14")
                                .cost("budget loss-equivalent evaluations, about 26 a path"),
                        LocalLearningCoefficientParameters.class,
                        LocalLearningCoefficient::new),
                MetricFactory.of(
                        "volume-flatness",
                        About.of(
                                        "Log-volume of the connected region around the point where the loss rises by less than "
                                                + "epsilon (Definition 1).")
                                .definition(
                                        "log of the volume of the connected component of {L < L(θ) + ε} that contains θ")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Definition 1; Hochreiter, Schmidhuber "
                                        + "(1997)")
                                .cost("one parameter: about 500 evaluations; two: about 50,000, and up to 200,000 "
                                        + "bounds; otherwise, also beside the bounds in three, budget evaluations and a decomposition of the Hessian up to "
                                        + "1,000 parameters"),
                        VolumeFlatnessParameters.class,
                        VolumeFlatness::new),
                MetricFactory.of(
                        "volume-laplace",
                        About.of("Log-volume of the ellipsoid of the quadratic model, in the subspace where it curves "
                                        + "upwards.")
                                .definition(
                                        "log of the volume of {gᵀd + ½ dᵀHd < ε}, g and H gradient and Hessian at θ")
                                .source("the Laplace approximation of {L < L(θ) + ε}")
                                .cost("one Hessian-vector product per parameter and a dense eigenvalue problem; up to "
                                        + "1,500 parameters"),
                        VolumeLaplaceParameters.class,
                        VolumeLaplace::new),
                MetricFactory.of(
                        "volume-lower-bound",
                        About.of("A proved lower bound on the log-volume where the loss rises by less than epsilon; "
                                        + "infinite for rectified networks (Theorem 2).")
                                .definition(
                                        "log of the volume of boxes that interval arithmetic proves to lie in {L < L(θ) "
                                                + "+ ε}, with their images under T_α, T_α², …")
                                .source(
                                        "Dinh, Pascanu, Bengio, Bengio (2017), Theorem 2, for any pair of affine layers "
                                                + "between which a scale passes")
                                .cost(
                                        "about 16 evaluations of interval bounds, each some products of matrices of the size of a forward pass"),
                        VolumeLowerBoundParameters.class,
                        VolumeLowerBound::new),
                MetricFactory.of(
                        "volume-star",
                        About.of("Log-volume of the star-shaped part of the region where the loss rises by less than "
                                        + "epsilon.")
                                .definition("log of the volume of {θ + td : L(θ + sd) < L(θ) + ε for all 0 ≤ s ≤ t}")
                                .source("radial Monte Carlo with preconditioned directions, as in studies of basin "
                                        + "volumes")
                                .cost("about 24 evaluations a ray; 64 to 4,000 rays"),
                        VolumeStarParameters.class,
                        VolumeStar::new));
    }
}
