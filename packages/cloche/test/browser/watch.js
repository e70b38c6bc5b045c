/* Runs first in every frame and reports whatever an attack would do there. */
(() => {
  for (const name of ["alert", "prompt", "confirm", "print", "open"]) {
    window[name] = () => {
      window.reportAttack(`called ${name}`);
    };
  }
  const report = (event) => {
    // Pictures and styles break the policy too, but run nothing.
    if (event.effectiveDirective.startsWith("script-src")) window.reportAttack(`ran ${event.blockedURI}`);
  };
  window.addEventListener("securitypolicyviolation", report, true);
})();
