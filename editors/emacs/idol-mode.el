;;; idol-mode.el --- Interfaces of Hubris tasks  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages

;;; Commentary:

;; A mode for `.idol' files.  With eglot, which is part of Emacs 29 and a
;; package before, `M-x eglot' lets the command `idol' serve the buffer:
;;
;;   (add-to-list 'load-path "/path/to/idol/editors/emacs")
;;   (require 'idol-mode)
;;   (add-hook 'idol-mode-hook #'eglot-ensure)

;;; Code:

(defgroup idol nil
  "Interfaces of Hubris tasks."
  :group 'languages)

(defcustom idol-command '("idol" "lsp")
  "The command that serves buffers, with its arguments."
  :type '(repeat string))

(defcustom idol-against "HEAD"
  "The revision of git with which each interface is compared."
  :type 'string)

(defcustom idol-indent 4
  "Columns for each bracket that is open."
  :type 'integer)

(defvar idol-mode-syntax-table
  (let ((table (make-syntax-table)))
    ;; Comments nest, of the kind between /* and */.
    (modify-syntax-entry ?/ ". 124b" table)
    (modify-syntax-entry ?* ". 23n" table)
    (modify-syntax-entry ?\n "> b" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?_ "w" table)
    table)
  "The syntax of `.idol' files.")

(defconst idol-font-lock
  `(("\\bidol:[ ]*\\(?:allow\\|accept\\)([^)\n]*)" 0
     font-lock-preprocessor-face t)
    ("\\(\"[^\"\n]*\"\\)[ \t]*:" 1 font-lock-function-name-face t)
    ("\\_<\\([a-z_]+\\)[ \t]*:" 1 font-lock-variable-name-face)
    (,(regexp-opt '("true" "false" "None") 'words)
     . font-lock-constant-face)
    ("\\_<Interface\\_>" . font-lock-keyword-face)
    (,(regexp-opt
       '("Simple" "Result" "CLike" "Complex" "ServerDeath" "FromBytes"
         "FromPrimitive" "From" "Some" "Zerocopy" "Hubpack" "Ssmarshal")
       'words)
     . font-lock-type-face)
    ("\\_<[0-9][0-9A-Za-z_]*\\_>" . font-lock-constant-face))
  "What is what in `.idol' files.")

(defun idol-indent-line ()
  "Set the line in as far as brackets around it are open."
  (interactive)
  (let ((depth
         (save-excursion
           (beginning-of-line)
           (let ((state (syntax-ppss)))
             (if (or (nth 3 state) (nth 4 state))
                 nil
               (skip-chars-forward " \t")
               (idol--lines-open (nth 9 state)
                                 (looking-at-p "[])}]")))))))
    (when depth
      (let ((from-end (- (point-max) (point))))
        (indent-line-to (* idol-indent depth))
        (when (> (- (point-max) from-end) (point))
          (goto-char (- (point-max) from-end)))))))

(defun idol--lines-open (brackets closes)
  "The number of lines in which BRACKETS open, one less if it CLOSES one."
  (let ((lines (delete-dups (mapcar #'line-number-at-pos brackets))))
    (max 0 (- (length lines) (if closes 1 0)))))

;;;###autoload
(define-derived-mode idol-mode prog-mode "Idol"
  "A mode for interfaces of Hubris tasks."
  (setq-local comment-start "// ")
  (setq-local comment-end "")
  (setq-local comment-start-skip "\\(?://+\\|/\\*+\\)[ \t]*")
  (setq-local indent-tabs-mode nil)
  (setq-local indent-line-function #'idol-indent-line)
  (setq-local electric-indent-chars
              (append "])}" electric-indent-chars))
  (setq-local font-lock-defaults '(idol-font-lock)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.idol\\'" . idol-mode))

(defun idol--contact (&rest _)
  "How eglot starts the server."
  `(,@idol-command :initializationOptions (:against ,idol-against)))

(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(idol-mode . idol--contact)))

(provide 'idol-mode)
;;; idol-mode.el ends here
