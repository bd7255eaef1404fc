package io.flatness.spi;

import io.flatness.spi.linalg.LinearAlgebra;
import java.util.random.RandomGenerator;

/** What the host provides to every component. Thread-safe. */
public interface Context {
    /** Dense linear algebra and matrix products. */
    LinearAlgebra linearAlgebra();

    /** The host's workers. */
    Parallel parallel();

    /**
     * A new random stream that depends on the experiment's seed, the problem, the component and its parameters, and the
     * name, and on nothing else: not on order, thread or other components.
     */
    RandomGenerator random(String stream);

    /**
     * A new random stream that depends on the experiment's seed and the name alone: every problem, point and component,
     * whatever its parameters, draws the same.
     *
     * <p>For draws that must be common to measurements that are compared. Prefix the name with that of the module.
     */
    default RandomGenerator commonRandom(String stream) {
        return random(stream);
    }

    /**
     * Says how far the work is; cheap.
     *
     * @param fraction part done, in [0, 1]
     * @param message a few words, or the empty string
     */
    void progress(double fraction, String message);

    /** Throws {@link java.util.concurrent.CancellationException} when the run was interrupted; call it in long loops. */
    void checkCancelled();
}
