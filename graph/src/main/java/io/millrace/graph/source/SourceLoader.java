package io.millrace.graph.source;

import java.net.MalformedURLException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Map;

/** Loads classes that were compiled from source, before others of their names. */
public final class SourceLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final Map<String, byte[]> classes;
    private final ProtectionDomain domain;

    /**
     * Creates one.
     *
     * @param source the file or folder that the classes come from
     * @param classes their code by their names
     */
    public SourceLoader(Path source, Map<String, byte[]> classes) {
        super(SourceLoader.class.getClassLoader());
        this.classes = classes;
        try {
            var origin = new CodeSource(source.toUri().toURL(), (Certificate[]) null);
            this.domain = new ProtectionDomain(origin, null, this, null);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        byte[] code = classes.get(name);
        if (code == null) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : defineClass(name, code, 0, code.length, domain);
        }
    }
}
