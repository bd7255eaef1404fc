package io.flatness.metrics.sharpness;

import io.flatness.spi.About;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.Contents;
import io.flatness.spi.MetricFactory;
import java.util.List;

/** What this jar offers: how far the loss rises in a neighbourhood. */
public final class SharpnessContents implements Contents {
    /** Found by {@link java.util.ServiceLoader}. */
    public SharpnessContents() {}

    @Override
    public List<ComponentFactory<?>> components() {
        return List.of(
                MetricFactory.of(
                        "adaptive-sharpness",
                        About.of(
                                        "Largest rise of the loss under perturbations measured relative to each parameter, from "
                                                + "below.")
                                .definition(
                                        "max of L(θ + d) − L(θ) over ‖(dᵢ/(sᵢ + η))ᵢ‖ ≤ ρ with sᵢ = |θᵢ|, or the norm of "
                                                + "the filter or layer")
                                .source("Kwon, Kim, Park, Choi (2021), ICML")
                                .cost("at most budget loss-equivalent evaluations at each rung and stage"),
                        AdaptiveSharpnessParameters.class,
                        AdaptiveSharpness::new),
                MetricFactory.of(
                        "average-sharpness",
                        About.of("Mean rise of the loss under Gaussian noise on the parameters.")
                                .definition("E L(θ + δ) − L(θ), δᵢ independent of standard deviation σ or σ|θᵢ|")
                                .source("the expected sharpness of the PAC-Bayes literature; Neyshabur, Bhojanapalli, "
                                        + "McAllester, Srebro (2017)")
                                .cost("2·samples evaluations of the loss"),
                        AverageSharpnessParameters.class,
                        AverageSharpness::new),
                MetricFactory.of(
                        "critical-sharpness",
                        About.of("Two over the smallest step along an update that raises the loss.")
                                .definition("2/η_c, η_c the smallest η > 0 with L(θ − ηu) > L(θ) along an update u")
                                .source("arXiv:2601.16979")
                                .cost("some 30 to 70 evaluations of the loss and one Hessian-vector product"),
                        CriticalSharpnessParameters.class,
                        CriticalSharpness::new),
                MetricFactory.of(
                        "epsilon-sharpness",
                        About.of(
                                        "Largest relative rise of the loss within a Euclidean ball of radius epsilon, from below "
                                                + "(Definition 2).")
                                .definition("max over ‖d‖₂ ≤ ε of (L(θ + d) − L(θ))/(1 + L(θ))")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Definition 2")
                                .cost("at most budget loss-equivalent evaluations at each rung and stage"),
                        EpsilonSharpnessParameters.class,
                        EpsilonSharpness::new),
                MetricFactory.of(
                        "keskar-sharpness",
                        About.of("Largest relative rise of the loss, in percent, within the box |d_i| ≤ ε(|θ_i| + 1), "
                                        + "from below.")
                                .definition("100 · max over |dᵢ| ≤ ε(|θᵢ| + 1) of (L(θ + d) − L(θ))/(1 + L(θ))")
                                .source(
                                        "Keskar, Mudigere, Nocedal, Smelyanskiy, Tang (2017), ICLR, Metric 2.1 with A = "
                                                + "I")
                                .cost("at most budget loss-equivalent evaluations at each rung and stage"),
                        KeskarSharpnessParameters.class,
                        KeskarSharpness::new),
                MetricFactory.of(
                        "m-sharpness",
                        About.of("Mean over groups of m samples of the largest rise of a group's loss within a ball.")
                                .definition(
                                        "the mean over groups S of m samples of max over ‖d‖₂ ≤ ρ of L_S(θ + d) − L_S(θ)")
                                .source("Foret, Kleiner, Mobahi, Neyshabur (2021), ICLR")
                                .cost("that of epsilon-sharpness on m samples, for every group"),
                        MSharpnessParameters.class,
                        MSharpness::new),
                MetricFactory.of(
                        "pac-bayes-sigma",
                        About.of(
                                        "Standard deviation of the noise at which the loss rises by a given amount on average.")
                                .definition(
                                        "the smallest σ with E L(θ + σξ) − L(θ) = rise, ξ standard normal, or ξᵢ|θᵢ|")
                                .source("Neyshabur, Bhojanapalli, McAllester, Srebro (2017); Jiang, Neyshabur, Mobahi, "
                                        + "Krishnan, Bengio (2020)")
                                .cost(
                                        "two evaluations of the loss for every pair of noise vectors and step of the search for σ"),
                        PacBayesSigmaParameters.class,
                        PacBayesSigma::new),
                MetricFactory.of(
                        "random-subspace-sharpness",
                        About.of(
                                        "Largest relative rise of the loss, in percent, within a box of a random subspace, from "
                                                + "below.")
                                .definition("100 · max over |yᵢ| ≤ ε(|(A⁺θ)ᵢ| + 1) of (L(θ + Ay) − L(θ))/(1 + L(θ)), A "
                                        + "Gaussian")
                                .source("Keskar, Mudigere, Nocedal, Smelyanskiy, Tang (2017), ICLR, Metric 2.1 with a "
                                        + "random A")
                                .cost("at most budget loss-equivalent evaluations at each rung and stage; memory "
                                        + "dimension × parameters"),
                        RandomSubspaceSharpnessParameters.class,
                        RandomSubspaceSharpness::new));
    }
}
