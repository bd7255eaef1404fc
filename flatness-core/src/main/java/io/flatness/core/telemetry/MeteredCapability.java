package io.flatness.core.telemetry;

import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.SymmetricOperator;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * A capability of a surface with every call counted, timed and stopped when the run is interrupted; operators and surfaces
 * that it returns are metered too. A proxy, since a capability may be an interface that only a plugin knows.
 */
final class MeteredCapability implements InvocationHandler {
    private final Object capability;
    private final Watch watch;

    private MeteredCapability(Object capability, Watch watch) {
        this.capability = capability;
        this.watch = watch;
    }

    /** The metered form; a capability that is no open interface stays as it is. */
    static <C> C of(Class<C> type, C capability, Watch watch) {
        if (!type.isInterface() || type.isSealed()) {
            return capability;
        }
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new MeteredCapability(capability, watch)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return call(method, arguments);
        }
        watch.check().run();
        long start = System.nanoTime();
        Object result = call(method, arguments);
        watch.evaluations().record(Evaluation.CAPABILITY, start, 1);
        if (result instanceof SymmetricOperator operator && method.getReturnType() == SymmetricOperator.class) {
            return new MeteredOperator(operator, watch, Evaluation.PRODUCT);
        }
        if (result instanceof LossSurface surface && method.getReturnType() == LossSurface.class) {
            return MeteredSurface.of(surface, watch);
        }
        return result;
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            method.setAccessible(true);
            return method.invoke(capability, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
